using System.Runtime.InteropServices;
using Payments.Handlers.Ports;
using Payments.Handlers.Reconciliation;
using Payments.Ledger.Currencies;
using Payments.Ledger.Identity;
using Payments.Ledger.Records;
using Payments.Testing.Samples;

namespace Payments.Handlers.Tests.Reconciliation;

/// <summary>What ledgers say of a day at random, and the statement of a processor without faults.</summary>
internal sealed class RandomBooks
{
    public static readonly ProcessorName Processor = ProcessorName.Sandbox;

    public static readonly ComparedPeriod Day = ComparedPeriod.DayBefore(Sample.At.AddDays(1));

    private readonly Random _random;

    public RandomBooks(int seed)
    {
        _random = new Random(seed);
        var count = _random.Next(1, 12);
        for (var number = 0; number < count; number++) Add(number);
    }

    public List<LedgerClaim> Claims { get; } = [];

    public List<ProcessorMovement> Movements { get; } = [];

    public IReadOnlyList<Difference> Compare() => StatementComparison.Compare(Processor, Movements, Claims, Day);

    /// <summary>One of them at random; null if there is none that suits.</summary>
    public T? Pick<T>(IEnumerable<T> all) where T : class
    {
        var list = all.ToList();
        return list.Count == 0 ? null : list[_random.Next(list.Count)];
    }

    public void Shuffle()
    {
        _random.Shuffle(CollectionsMarshal.AsSpan(Movements));
        _random.Shuffle(CollectionsMarshal.AsSpan(Claims));
    }

    /// <summary>The claim that a movement is of.</summary>
    public LedgerClaim ClaimOf(ProcessorMovement movement) =>
        Claims.Single(claim => movement.Operations.Contains(claim.Operation.ToString()));

    private void Add(int number)
    {
        var ledger = LedgerId.ForOrder(OrderNumber.From($"o-{_random.Next(4)}"));
        var kind = (MovementKind)_random.Next(3);
        var (prefix, part) = kind switch
        {
            MovementKind.Capture => ("cap", (int?)null),
            MovementKind.Refund => ("ref", _random.Next(1, 4)),
            _ => ("crd", null),
        };
        var record = new RecordKey($"{prefix}-{number:x32}");
        var status = (ClaimStatus)_random.Next(5);
        var started = Day.From.AddSeconds(_random.Next(-3_000, 80_000));
        var moved = started.AddSeconds(_random.Next(0, 500));
        var learned = moved.AddSeconds(_random.Next(-30, 600));
        var returned = learned.AddSeconds(_random.Next(100, 5_000));
        var hasMoved = status is ClaimStatus.Moved or ClaimStatus.Returned;
        var claim = new LedgerClaim(
            new OperationName(ledger, record, part),
            kind,
            new Money(_random.Next(1, 100_000), Currency.Parse("USD")),
            status,
            started)
        {
            Processor = Processor,
            MovedAt = hasMoved ? learned : null,
            ReturnedAt = status == ClaimStatus.Returned ? returned.AddSeconds(60) : null,
        };
        Claims.Add(claim);
        if (hasMoved) Movements.Add(Create(claim, isReturn: false, moved));
        if (status == ClaimStatus.Returned) Movements.Add(Create(claim, isReturn: true, returned));
        if (status == ClaimStatus.Held && _random.Next(2) == 0)
            Movements.Add(Create(claim, isReturn: false, moved) with { IsHeld = true });
    }

    public static ProcessorMovement Create(LedgerClaim claim, bool isReturn, DateTimeOffset at) =>
        new(claim.Kind, isReturn, $"at-processor-{claim.Operation}", claim.Amount, at)
        {
            Operations = [claim.Operation.ToString()],
        };
}
