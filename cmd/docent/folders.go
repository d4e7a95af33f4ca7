package main

import "flag"

// folders are the flags that name other folders than the configuration does.
type folders struct{ docs, data string }

func (f *folders) register(fs *flag.FlagSet) {
	fs.StringVar(&f.docs, "docs", "", "")
	fs.StringVar(&f.data, "data", "", "")
}

// readConfig is the configuration with these folders in place of its own.
func (f folders) readConfig(sys system) (config, error) {
	cfg, err := readConfig(sys.Env, sys.Dir)
	if err != nil {
		return cfg, err
	}
	if f.docs != "" {
		cfg.Docs = absolute(sys.Dir, f.docs)
	}
	if f.data != "" {
		cfg.Data = absolute(sys.Dir, f.data)
	}
	return cfg, cfg.checkFolders()
}
