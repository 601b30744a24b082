"""The layers between a submission and the machine: what the machine offers, one module per layer."""
