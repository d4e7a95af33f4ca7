// Package rank orders passages by how well they answer a question.
//
//	queries -> candidates of the index -> features of each -> score -> the best reranked by their answering sentence
//
// A Ranker does that for one parsed question over one snapshot of the index. Beside the order, the package says how likely the
// best candidate answers at all (AnswerProbability; below AnswerThreshold one abstains), which candidates are near-duplicates of
// each other, which contradict each other, and what a score is made of. It also looks up facts by their names, and finds passages
// that have words as they are written (Matcher).
//
// The weights of the features stand in model.go, those of answering in abstain.go; both are fitted by docent-eval fit.
//
// It reads passages from the index and nothing else: whether a passage still stands in its file is the library's business.
package rank
