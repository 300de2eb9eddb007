"""One folder a platform; connectors know the ports of harvest and the model, and not each other."""
