"""Pure decisions about study leave."""
