namespace Payments.Simulation.FaultInjection;

/// <summary>
/// What can go wrong, and what callers do that is not as it should be. Each has a rate of its own in each run.
/// </summary>
internal enum FaultKind
{
    /// <summary>A process dies at an await.</summary>
    Crash,

    /// <summary>A port takes seconds.</summary>
    SlowPort,

    /// <summary>A storage account answers 503: nothing was done.</summary>
    Throttled,

    /// <summary>Storage is out of reach for minutes, for all processes.</summary>
    StorageOutage,

    /// <summary>A commit answers 412 or 409: nothing was done.</summary>
    CommitConflict,

    /// <summary>A commit times out: nothing was done.</summary>
    CommitTimeOutBefore,

    /// <summary>A commit times out: it took effect.</summary>
    CommitTimeOutAfter,

    /// <summary>A commit times out, and takes effect later.</summary>
    CommitLate,

    /// <summary>A commit took effect; its repetition by the client answers 412.</summary>
    CommitAnswerLost,

    /// <summary>Head and records are read at different moments.</summary>
    TornRead,

    /// <summary>A key is reserved, and the answer says that it was reserved before.</summary>
    KeyAnswerLost,

    /// <summary>A write of keys or the timeline took effect, and timed out.</summary>
    WriteTimeOutAfter,

    /// <summary>The broker can't be reached.</summary>
    BrokerUnreachable,

    /// <summary>A message was enqueued, and the sender is not told.</summary>
    SendTimeOutAfter,

    /// <summary>A message is there twice.</summary>
    MessageDuplicated,

    /// <summary>A message comes late.</summary>
    MessageDelayed,

    /// <summary>A lock ends while the work goes on: another worker gets the message.</summary>
    LockLostAtWork,

    /// <summary>The work is done, and the message comes again.</summary>
    LockLostAfterWork,

    /// <summary>The processor takes long.</summary>
    ProcessorSlow,

    /// <summary>The processor does not say, and has done nothing.</summary>
    ProcessorUnknownBefore,

    /// <summary>The processor does not say, and has moved the money.</summary>
    ProcessorUnknownAfter,

    /// <summary>The processor answers nobody for up to some hours, and does nothing meanwhile.</summary>
    ProcessorOutage,

    /// <summary>The processor refuses one part.</summary>
    SoftDecline,

    /// <summary>The processor refuses one part, for ever for that card.</summary>
    PermanentDecline,

    /// <summary>A process's wall clock jumps ahead.</summary>
    ClockJump,

    /// <summary>A caller hangs up while its request is under way.</summary>
    HangUp,

    /// <summary>A request is sent again with its key, perhaps while the first is under way.</summary>
    RequestRepeated,

    /// <summary>A key is used for another body.</summary>
    KeyWithOtherBody,
}
