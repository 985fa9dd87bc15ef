"""What we are about to say: the check of a draft and its sending."""
