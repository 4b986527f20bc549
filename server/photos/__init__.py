"""Photos: their journey from the phone to the school, who may look at them, and how one leaves the school."""
