"""What a figure of the dashboards means, which provision looks at it, and the rows behind it."""
