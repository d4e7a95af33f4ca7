package corpus

import "fmt"

// A Notice says what is amiss with the documents folder or its index. The zero Notice says that nothing is.
type Notice struct {
	Kind  NoticeKind `json:"kind"`
	Done  int        `json:"done,omitempty"`  // of Indexing: files read
	Total int        `json:"total,omitempty"` // of Indexing: files to be read
	Files int        `json:"files,omitempty"` // of FolderEmpty: files that it held
}

// A NoticeKind says what is amiss. Each has words in every language under its name.
type NoticeKind string

// The kinds.
const (
	FolderMissing    NoticeKind = "folder_missing"
	FolderUnreadable NoticeKind = "folder_unreadable"
	FolderEmpty      NoticeKind = "folder_empty"  // suddenly
	IndexLocked      NoticeKind = "index_locked"  // by another process
	IndexDeleted     NoticeKind = "index_deleted" // and is built anew
	IndexDamaged     NoticeKind = "index_damaged" // and is built anew
	Indexing         NoticeKind = "indexing"
	NotIndexed       NoticeKind = "not_indexed"  // yet
	FileChanged      NoticeKind = "file_changed" // the one that answers, just now
)

// String is the notice in English, for logs and programs. It is "" when nothing is amiss.
func (n Notice) String() string {
	switch n.Kind {
	case FolderMissing:
		return "The documents folder is missing. Nothing can be quoted until it is back."
	case FolderUnreadable:
		return "The documents folder can't be read. Nothing can be quoted until it is back."
	case FolderEmpty:
		return fmt.Sprintf("The documents folder is suddenly empty; it held %d files. Nothing can be quoted until it is back.", n.Files)
	case IndexLocked:
		return "The index is in use by another process."
	case IndexDeleted:
		return "The index was deleted and is being built anew."
	case IndexDamaged:
		return "The index is damaged and is being rebuilt."
	case Indexing:
		return fmt.Sprintf("The documents are still being indexed: %d of %d so far.", n.Done, n.Total)
	case NotIndexed:
		return "The documents have not been indexed yet."
	case FileChanged:
		return "The file that answers this has just changed. Please ask again in a moment."
	}
	return string(n.Kind)
}
