"""The cast: people, animals, and things cut out of paper."""
