"""What is well with the server and what is not, each with what to do: `flask doctor`, and what stops a start."""
