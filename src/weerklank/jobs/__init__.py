"""What is due now and why: a pure function of register, decisions and journal."""
