"""Own phones in an emergency: the number withheld, the use agreed, written down and reported."""
