"""Trains the models that the playbook ships. Needs scikit-learn, which the product itself does not."""
