"""What a council's offices send: trackers of the workforce, schools, carers, providers, plans and returned figures."""
