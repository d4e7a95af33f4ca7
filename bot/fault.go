package bot

import (
	"context"
	"encoding/base32"
	"io"
	"log/slog"
	"sync"

	"docent/bot/locale"
)

// faults logs errors and gives each a reference by which the person who met it and the operator can speak of the same
// thing.
type faults struct {
	log  *slog.Logger
	mu   sync.Mutex
	rand io.Reader
}

// readable leaves out I, L, O and U, which are misread or misheard.
var readable = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// record logs err, once, and returns the sentence for the asker.
func (f *faults) record(err error, words *locale.Locale, where ...slog.Attr) string {
	id := f.reference()
	f.log.LogAttrs(context.Background(), slog.LevelError, "a question was not answered", append(where, slog.String("reference", id), slog.Any("error", err))...)
	return words.Text("say.fault_reference", locale.Args{"reference": id})
}

// reference is eight characters: 40 bits are enough to tell the errors of one log apart.
func (f *faults) reference() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var b [5]byte
	if _, err := io.ReadFull(f.rand, b[:]); err != nil {
		return "NOREFERENCE"
	}
	return readable.EncodeToString(b[:])
}
