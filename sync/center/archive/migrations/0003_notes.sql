-- What tellers noted about visitors came with the events of earlier halls, in clear. It leaves the log and the tickets.
UPDATE events
   SET body = json_remove(body, '$.ticket.note')
 WHERE kind LIKE 'ticket.%'
   AND body LIKE '%"note":"%'
   AND json_valid(body);

UPDATE tickets
   SET body = json_remove(body, '$.note')
 WHERE body LIKE '%"note":"%'
   AND json_valid(body);
