"""The pages customers see: no sign-in, nothing but what the link is for."""
