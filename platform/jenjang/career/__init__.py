"""Career (karier): where somebody can go from here, what that asks for, and the plan that leads there."""
