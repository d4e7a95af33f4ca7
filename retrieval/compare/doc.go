// Package compare compares a sentence with the text of a passage: whether it stands there word for word, how much of it does,
// and in which words the two differ, numbers, dates and names first.
//
//	text -> Sentences; sentence and passage -> Finding -> its share, stretch and Differences
//
// Which passages are worth comparing, and whether they still stand in their files, is the library's business.
package compare
