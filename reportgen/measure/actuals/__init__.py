"""What was booked: measures summed by person, team and company, month by month."""
