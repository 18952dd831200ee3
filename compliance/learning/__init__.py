"""The page of training: who has to be trained by when, who is done, people trained in a year."""
