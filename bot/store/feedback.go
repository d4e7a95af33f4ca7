package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

const (
	feedbackLife = 90 * 24 * time.Hour
	maxFeedback  = 10_000 // the oldest give way
)

// A Feedback is what somebody said was wrong with an answer.
type Feedback struct {
	At       time.Time `json:"at"`
	User     string    `json:"user"`
	Guild    string    `json:"guild,omitempty"`
	Question string    `json:"question"`
	Path     string    `json:"path,omitempty"`  // of the passage
	Lines    [2]int    `json:"lines,omitempty"` // of the passage
	Reason   string    `json:"reason"`
	Text     string    `json:"text,omitempty"` // in their words
}

// AddFeedback keeps what somebody said about an answer, once for each state and person: added is false where they have
// said it before. It is kept for 90 days.
func (s *Store) AddFeedback(id string, f Feedback) (added bool, err error) {
	raw, err := json.Marshal(f)
	if err != nil {
		return false, fmt.Errorf("store: %w", err)
	}
	err = s.update(func(tx *bolt.Tx) error {
		e, ok := decodeEntry(tx.Bucket(bucketStates).Get([]byte(id)))
		if !ok || !s.cfg.Now().Before(e.until) {
			return ErrUnknown
		}
		keys, key := tx.Bucket(bucketKeys), keyOf(id, "feedback/"+f.User)
		if keys.Get(key) != nil {
			return nil
		}
		if err := keys.Put(key, []byte{1}); err != nil {
			return err
		}
		added = true
		return putFeedback(tx, s.cfg.Now().Add(feedbackLife), raw)
	})
	return added && err == nil, err
}

func putFeedback(tx *bolt.Tx, until time.Time, raw []byte) error {
	all := tx.Bucket(bucketFeedback)
	n, err := all.NextSequence()
	if err != nil {
		return err
	}
	if err := all.Put(binary.BigEndian.AppendUint64(stamp(until), n), raw); err != nil {
		return err
	}
	if all.Stats().KeyN <= maxFeedback {
		return nil
	}
	c := all.Cursor()
	c.First()
	return c.Delete()
}

// Feedback is all that was said and hasn't expired, oldest first.
func (s *Store) Feedback() ([]Feedback, error) {
	var all []Feedback
	now := stamp(s.cfg.Now())
	err := s.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketFeedback).ForEach(func(key, raw []byte) error {
			if bytes.Compare(key[:stampLength], now) <= 0 {
				return nil
			}
			var f Feedback
			if err := json.Unmarshal(raw, &f); err != nil {
				return err
			}
			all = append(all, f)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("store: reading what was said: %w", err)
	}
	return all, nil
}

func sweepFeedback(tx *bolt.Tx, now []byte) error {
	c := tx.Bucket(bucketFeedback).Cursor()
	for range sweepBatch {
		key, _ := c.First()
		if key == nil || bytes.Compare(key[:stampLength], now) > 0 {
			return nil
		}
		if err := c.Delete(); err != nil {
			return err
		}
	}
	return nil
}
