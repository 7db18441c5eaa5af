namespace Payments.Simulation.FaultInjection;

/// <summary>Decides what fails, by rates that each seed draws, until the faults stop.</summary>
internal sealed class Faults
{
    private const double Plague = 8;
    private const double Worst = 0.6;

    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly double[] _rates = new double[Kinds.Length];
    private readonly Random _random;
    private bool _stopped;

    public Faults(Random random)
    {
        _random = random;
        foreach (var kind in Kinds) _rates[(int)kind] = Draw(kind);
    }

    /// <summary>How many were injected, by kind.</summary>
    public long[] Injected { get; } = new long[Kinds.Length];

    /// <summary>Whether this kind of fault strikes here and now.</summary>
    public bool Strikes(FaultKind kind)
    {
        if (_stopped || _rates[(int)kind] <= 0 || _random.NextDouble() >= _rates[(int)kind]) return false;
        Injected[(int)kind]++;
        return true;
    }

    /// <summary>From here on nothing fails.</summary>
    public void Stop() => _stopped = true;

    /// <summary>
    /// A quarter of the runs have no fault of a kind; in most others it is rare or common, and in a few very frequent.
    /// </summary>
    private double Draw(FaultKind kind)
    {
        var highest = HighestRate(kind);
        return _random.Next(12) switch
        {
            < 3 => 0,
            < 6 => highest * 0.1,
            11 => Math.Min(Worst, highest * Plague * _random.NextDouble()),
            _ => highest * _random.NextDouble(),
        };
    }

    /// <summary>Per await for crashes and slow ports; per call, message or request for the others.</summary>
    private static double HighestRate(FaultKind kind) => kind switch
    {
        FaultKind.Crash or FaultKind.HangUp => 0.004,
        FaultKind.SlowPort => 0.02,
        FaultKind.Throttled => 0.03,
        FaultKind.StorageOutage => 0.001,
        FaultKind.ProcessorOutage => 0.002,
        FaultKind.CommitConflict or FaultKind.CommitAnswerLost => 0.1,
        FaultKind.TornRead => 0.6,
        FaultKind.ClockJump => 0.2,
        FaultKind.LockLostAtWork or FaultKind.LockLostAfterWork or FaultKind.MessageDuplicated => 0.08,
        FaultKind.ProcessorUnknownBefore or FaultKind.ProcessorUnknownAfter => 0.2,
        FaultKind.SoftDecline or FaultKind.PermanentDecline => 0.15,
        FaultKind.WebhookFails or FaultKind.WebhookAnswerLost => 0.2,
        FaultKind.RequestRepeated or FaultKind.LateSuccess or FaultKind.NewsBeforeAnswer => 0.3,
        FaultKind.NewsTwice or FaultKind.NewsOutOfOrder or FaultKind.LateFailure => 0.2,
        FaultKind.ProcessorPending => 0.15,
        FaultKind.KeyWithOtherBody => 0.1,
        _ => 0.06,
    };
}
