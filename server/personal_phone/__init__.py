"""A member of staff's own phone, used because no school phone was to hand: the number withheld by 141, agreed, logged, reported."""
