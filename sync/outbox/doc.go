// Package outbox carries a hall's log to the center: in order, in batches, as often as it takes.
//
// It reads events from its Source after the place the center has acknowledged, posts them, and notes the new place. A
// cut line, a lost answer or a restarted program only make it send something twice, which the center passes over. When
// the center says that events are missing, the outbox goes back to the place expected. While the line is away it tries
// every few seconds, with full jitter up to Options.Silent; a center that refuses is left alone longer, up to
// Options.Longest.
//
// A batch that the center refuses for what it says is cut down to the one event at fault; the outbox then stays before
// that event, keeps trying slowly, and State says so, because leaving an event out would break the log. It knows
// nothing of stores and halls' rules.
package outbox
