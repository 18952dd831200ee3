"""People in posts, terms and elections, social union workers, training."""
