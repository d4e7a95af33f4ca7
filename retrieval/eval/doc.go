// Package eval measures how well questions are answered, and how fast.
//
//	question sets -> an index of their documents -> each question ranked -> judged by what answers it -> figures
//	a made-up corpus -> its index -> questions asked, documents changed -> times, CPU, memory
//
// Evaluate asks questions with known answers and counts how they are answered. Measure builds a corpus and measures what its
// index costs, beside what Bleve costs by itself.
//
// It goes in by the library's door, as everybody does, and ranks by a Session. Only where it measures the index itself does it
// reach for the rooms below. It is for whoever changes ranking, and no part of the bot.
package eval
