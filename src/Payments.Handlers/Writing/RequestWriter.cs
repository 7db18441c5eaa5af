using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;
using Payments.Ledger.Records;

namespace Payments.Handlers.Writing;

/// <summary>
/// Changes a ledger at a caller's request: it reads the ledger by <see cref="LedgerReader"/>, which inquires about
/// unknown outcomes. The queue's side uses <see cref="LedgerWriter"/> directly: an inquiry whose own writing caused the
/// next one would never end.
/// </summary>
public sealed class RequestWriter(LedgerReader reader, LedgerWriter writer)
{
    /// <summary>Decides on the ledger with some records, and stores the changes.</summary>
    public Task<Written<T>> WriteAsync<T>(
        LedgerAddress address,
        IReadOnlyCollection<RecordKey> records,
        Func<LoadedLedger, Decision<T>> decide,
        CancellationToken cancellationToken) =>
        WriteAsync(address, records, decide, before: null, cancellationToken);

    /// <summary>The same, with a preparation before each attempt to commit.</summary>
    public Task<Written<T>> WriteAsync<T>(
        LedgerAddress address,
        IReadOnlyCollection<RecordKey> records,
        Func<LoadedLedger, Decision<T>> decide,
        CommitPreparation? before,
        CancellationToken cancellationToken) =>
        writer.WriteAsync(
            address,
            new LedgerWrite<T>
            {
                ReadsAsync = _ => new(records),
                DecideAsync = loaded => Task.FromResult(decide(loaded)),
                Preparation = before,
                Inquires = true,
            },
            cancellationToken);

    /// <summary>The same, for a decision that needs the whole ledger.</summary>
    public Task<Written<T>> WriteWholeAsync<T>(
        LedgerAddress address, Func<LoadedLedger, Decision<T>> decide, CancellationToken cancellationToken) =>
        WriteWholeAsync(address, read: null, decide, cancellationToken);

    /// <summary>The same, for a request that may already have read the ledger: the first attempt uses that.</summary>
    public Task<Written<T>> WriteWholeAsync<T>(
        LedgerAddress address,
        LoadedLedger? read,
        Func<LoadedLedger, Decision<T>> decide,
        CancellationToken cancellationToken) =>
        writer.WriteAsync(
            address,
            new LedgerWrite<T>
            {
                LoadAsync = () => reader.LoadWholeAsync(address, cancellationToken),
                Known = read,
                DecideAsync = loaded => Task.FromResult(decide(loaded)),
            },
            cancellationToken);
}
