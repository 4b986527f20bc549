"""A member of staff's own phone, when no school phone is to hand: 141 before the number, agreed, logged, reported."""
