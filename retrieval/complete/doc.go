// Package complete knows the names of the documents, titles, paths, headings and names of facts, and finds those that go on
// with what is being typed.
//
// A Table is made of a version of the index once and follows every batch from then on. It is told names, and asked with a
// Request; it knows neither the index nor files, and keeps all in memory.
package complete
