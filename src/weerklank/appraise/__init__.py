"""Pure rules of appraisal: selection lists, terms on the calendar, the law by date."""
