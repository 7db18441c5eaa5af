using BenchmarkDotNet.Attributes;
using Payments.Benchmarks.Flat;
using Payments.Ledger.Balances;
using Payments.Ledger.Records;
using Payments.Tables.Serialization;

namespace Payments.Benchmarks.Core;

/// <summary>A ledger's head and a refund, as Table Storage keeps them.</summary>
public class SerializationBenchmarks
{
    private LargeOrder _order = null!;
    private byte[] _head = [];
    private byte[] _refund = [];

    /// <summary>The captures in the head.</summary>
    [Params(1, 1_000)]
    public int Captures { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _order = LargeOrder.CreateAsync(Captures).GetAwaiter().GetResult();
        _head = WriteHead();
        _refund = WriteRefund();
    }

    [Benchmark(Description = "write the head")]
    public byte[] WriteHead() => HeadJson.Write(_order.Head, _order.Refund.Id.Ledger);

    [Benchmark(Description = "read the head")]
    public LedgerHead ReadHead() => HeadJson.Read(_head, _order.Refund.Id.Ledger);

    [Benchmark(Description = "write a refund")]
    public byte[] WriteRefund() => RecordJson.Write(_order.Refund);

    [Benchmark(Description = "read a refund")]
    public Record ReadRefund() => RecordJson.Read(RecordKind.Of(_order.Refund).Name, _refund);
}
