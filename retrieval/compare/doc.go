// Package compare lays a sentence beside the text of a passage: whether it stands there word for word, how much of it does,
// and in which words the two differ, numbers, dates and names first.
//
// Sentences takes a text apart. A Finding is a passage laid beside one sentence. Which passages are worth it, and where they
// are read, is the library's business.
package compare
