"""The page that shows a whole organisation at a glance: rows, what they mean, what is missing."""
