"""Project package: settings, URLs, the admin site and what all apps share."""
