// Package rank orders passages by how well they answer a question.
//
//	queries -> candidates of the index -> features of each -> score -> the best looked at closely: their answering sentence
//
// A Ranker does that for one parsed question over one snapshot of the index. Beside the order it says how likely the best
// candidate answers at all (Confidence, against a threshold below which the documents are silent), which candidates repeat
// or contradict each other, and what a score is made of. It also finds facts by their names, and passages by patterns.
//
// It reads passages from the index and nothing else: whether a passage still stands in its file is the library's business.
package rank
