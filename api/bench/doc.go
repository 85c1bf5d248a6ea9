// Package bench measures the platform as people use it: answers saved over HTTP against a durable PostgreSQL and a real
// Redis, beside pgbench sending the same statements to the same server; pages drawn; progress counted. `make bench` prints
// one table. It asserts nothing: figures of one machine on one day mean something only next to a floor of the same run.
//
// Everything runs on loopback, on free ports, and is stopped in the end.
package bench
