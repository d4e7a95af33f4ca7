// Package retrieval turns a folder of documents into answers that quote them.
package retrieval
