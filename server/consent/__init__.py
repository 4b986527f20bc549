"""Photo consent: what was answered for whom, lists brought in, who may be in a picture, checks made."""
