"""Items taken and kept, from taking to giving back or handing to the police; and searches made."""
