// Package centertest writes logs as a hall would, for tests of what stands behind the outbox.
package centertest
