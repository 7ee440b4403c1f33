"""The shared words: the frozen values that flow between stages. Standard library only, no input, no output."""
