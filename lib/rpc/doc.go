// Package rpc speaks libvirt's RPC protocol over a byte stream, as client and
// as server: frames, pending calls, events, streams, keepalive, authentication,
// and file descriptors where the connection can pass them.
//
// A Client is a driver.Conn. It has three kinds of goroutines. The reader takes
// frames off the connection and hands each to whom it is for; it runs no user
// code, decodes no message, and never waits while it holds a lock. The writer
// sends what is queued, so nobody else ever blocks on the connection: the
// reader can always queue its answer to a ping. The caller of a procedure
// encodes its arguments and decodes its reply. Events go through a fourth, the
// dispatcher, which calls their sinks.
package rpc
