"""When a treatment is indicated, contraindicated and timed, as the texts print it: for description only."""
