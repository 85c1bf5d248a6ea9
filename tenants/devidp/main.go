// Command devidp is an OpenID Connect provider for the demo and the tests: several issuers in one process, a plain page
// that lists people as buttons, no passwords. It listens on loopback only and refuses to start anywhere else or in
// production. It is a module of its own, so the product's binary cannot import it.
//
//	go run . -people people.json -listen 127.0.0.1:0
//
// It prints "ready http://127.0.0.1:<port>" when it answers. Each issuer is at that address plus its key.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "devidp:", err)
		os.Exit(1)
	}
}

// run serves until the context ends. The ready line is the only thing it ever writes to out.
func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("devidp", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:0", "loopback address to listen on; port 0 takes a free one")
	people := flags.String("people", "", "JSON file of issuers, their clients and their people")
	tied := flags.Bool("tied", false, "stop when standard input closes, so that it never outlives the process that started it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if os.Getenv("ENVIRONMENT") == "production" {
		return errors.New("refused: this provider asks for no password and must never run in production")
	}
	directory, err := loadDirectory(*people)
	if err != nil {
		return err
	}
	listener, err := listenLoopback(ctx, *listen)
	if err != nil {
		return err
	}
	if *tied {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		go func() { _, _ = io.Copy(io.Discard, os.Stdin); cancel() }()
	}
	return serve(ctx, listener, directory, out)
}

// listenLoopback refuses every address that another machine could reach.
func listenLoopback(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("-listen %q: %w", address, err)
	}
	ip := net.ParseIP(host)
	if ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("-listen %q: refused, only a loopback address such as 127.0.0.1 or [::1]", address)
	}
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address)
}

func serve(ctx context.Context, listener net.Listener, directory Directory, out io.Writer) error {
	host := listener.Addr().String()
	handler, err := newHandler("http://"+host, directory)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: onlyHost(host, handler), ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 64 << 10}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(out, "ready http://%s\n", host)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return server.Close()
	}
}

// onlyHost refuses a foreign Host header: a page on the internet must not reach this server through a rebound name.
func onlyHost(host string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != host {
			http.Error(w, "unknown host", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
