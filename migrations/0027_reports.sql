-- How an announcement stands is asked every few seconds while it is sent: counted, and found by state, in the index alone.
DROP INDEX delivery_of_cause;
CREATE INDEX delivery_of_cause ON delivery (cause_id, state);
