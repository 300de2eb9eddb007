"""One folder a platform; connectors know the ports of harvest and the model, not each other."""
