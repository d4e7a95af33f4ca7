package corpus

import "errors"

// A Status says how the library stands.
type Status struct {
	Documents int
	Passages  int
	Failed    []Failure // files that could not be read
	Notice    Notice    // what is amiss
	Busy      bool      // an update is under way
}

// A Progress says how far an update is.
type Progress struct {
	Done, Total int    // files read, and to be read
	Path        string // the one read last
}

// Status says how the corpus stands.
func (c *Corpus) Status() Status {
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := Status{Notice: c.notice(), Busy: c.busy != nil}
	if c.version == nil {
		return s
	}
	s.Documents, s.Passages, s.Failed = c.version.counts()
	return s
}

// Notice is what is amiss. A reply that quotes leaves a fault of the folder out: that began
// when the quotes had been read.
func (c *Corpus) Notice(quotes bool) Notice {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if quotes && c.fault.Kind != "" {
		return Notice{}
	}
	return c.notice()
}

// notice is Notice while c.mu is held.
func (c *Corpus) notice() Notice {
	switch {
	case c.fault.Kind != "":
		return c.fault
	case errors.As(c.damage, new(*LockedError)):
		return Notice{Kind: IndexLocked}
	case errors.Is(c.damage, ErrDeleted):
		return Notice{Kind: IndexDeleted}
	case c.damage != nil:
		return Notice{Kind: IndexDamaged}
	case c.initial && c.busy != nil:
		return Notice{Kind: Indexing, Done: c.busy.Done, Total: c.busy.Total}
	case c.initial:
		return Notice{Kind: NotIndexed}
	}
	return Notice{}
}

// Documents is how many documents are indexed.
func (c *Corpus) Documents() int {
	c.mu.RLock()
	v := c.version
	c.mu.RUnlock()
	if v == nil {
		return 0
	}
	return v.Documents()
}

// noteFault notes an error that is a fault of the folder.
func (c *Corpus) noteFault(err error) {
	if fault := (*FolderFault)(nil); errors.As(err, &fault) {
		c.setFault(fault.Notice)
	}
}

func (c *Corpus) setFault(fault Notice) {
	c.mu.Lock()
	changed := c.fault != fault
	c.fault = fault
	c.mu.Unlock()
	if changed && fault.Kind != "" {
		c.cfg.Log.Error("the documents folder is at fault; the index stays as it is", "reason", fault.String())
	} else if changed {
		c.cfg.Log.Info("the documents folder is back")
	}
}

// folderFault is what is wrong with the documents folder.
func (c *Corpus) folderFault() Notice {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.fault
}

// SetDamage notes that the index can't be trusted, and asks Run for an update, which builds another beside it.
func (c *Corpus) SetDamage(err error) {
	c.noteDamage(err)
	c.askForUpdate()
}

func (c *Corpus) noteDamage(err error) {
	c.mu.Lock()
	// That another process has the index also means that it isn't on disk as it was: the first is the better reason.
	known := errors.As(c.damage, new(*LockedError)) && errors.Is(err, ErrDeleted)
	changed := !known && (c.damage == nil || c.damage.Error() != err.Error())
	if changed {
		c.damage = err
	}
	c.mu.Unlock()
	if changed {
		c.cfg.Log.Error("the index can't be used; it is built anew as soon as that can be", "error", err)
	}
}

func (c *Corpus) clearDamage() {
	c.mu.Lock()
	c.damage = nil
	c.mu.Unlock()
}
