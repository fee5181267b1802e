"""Running an installation: set it up, take governments in, work in the background, examine it."""
