namespace Payments.Simulation.FaultInjection;

/// <summary>What can go wrong, and how callers misbehave. Each kind has its own rate in each run.</summary>
internal enum FaultKind
{
    /// <summary>A process dies at an await.</summary>
    Crash,

    /// <summary>A port takes seconds.</summary>
    SlowPort,

    /// <summary>A storage account responds 503: nothing was done.</summary>
    Throttled,

    /// <summary>Storage can't be reached for minutes, by any process.</summary>
    StorageOutage,

    /// <summary>A commit gets 412 or 409: nothing was done.</summary>
    CommitConflict,

    /// <summary>A commit times out without taking effect.</summary>
    CommitTimeOutBefore,

    /// <summary>A commit times out after taking effect.</summary>
    CommitTimeOutAfter,

    /// <summary>A commit times out, and takes effect later.</summary>
    CommitLate,

    /// <summary>A commit took effect; its repetition by the client gets 412.</summary>
    CommitAnswerLost,

    /// <summary>Head and records are read at different moments.</summary>
    TornRead,

    /// <summary>A key is reserved, but the response says that it already was.</summary>
    KeyAnswerLost,

    /// <summary>A write of keys or the timeline takes effect, but times out.</summary>
    WriteTimeOutAfter,

    /// <summary>The broker can't be reached.</summary>
    BrokerUnreachable,

    /// <summary>A message was enqueued, but the sender does not know.</summary>
    SendTimeOutAfter,

    /// <summary>A message is delivered twice.</summary>
    MessageDuplicated,

    /// <summary>A message is delivered late.</summary>
    MessageDelayed,

    /// <summary>A lock expires while the work is in progress: another worker gets the message.</summary>
    LockLostAtWork,

    /// <summary>The work is done, but the message is redelivered.</summary>
    LockLostAfterWork,

    /// <summary>The processor is slow.</summary>
    ProcessorSlow,

    /// <summary>The processor's outcome is unknown, and it has done nothing.</summary>
    ProcessorUnknownBefore,

    /// <summary>The processor's outcome is unknown, and it has moved the money.</summary>
    ProcessorUnknownAfter,

    /// <summary>The processor does not respond to anyone for up to some hours, and does nothing meanwhile.</summary>
    ProcessorOutage,

    /// <summary>The processor declines one part.</summary>
    SoftDecline,

    /// <summary>The processor declines one part, permanently for that card.</summary>
    PermanentDecline,

    /// <summary>An endpoint takes seconds.</summary>
    WebhookSlow,

    /// <summary>An endpoint answers 500, and has not taken the event.</summary>
    WebhookFails,

    /// <summary>An endpoint has taken the event, but its answer does not come.</summary>
    WebhookAnswerLost,

    /// <summary>An authorization's captures, or refunds, are accepted, and executed or declined days later.</summary>
    ProcessorPending,

    /// <summary>A refund, or a credit, fails after it succeeded.</summary>
    LateFailure,

    /// <summary>A refund or a credit that failed is executed after all.</summary>
    LateSuccess,

    /// <summary>A capture is disputed; most disputes are decided some time.</summary>
    Dispute,

    /// <summary>A capture is voided at the processor.</summary>
    CaptureVoided,

    /// <summary>A processor's news comes before the answer to the request that it is about.</summary>
    NewsBeforeAnswer,

    /// <summary>A processor's notification comes twice.</summary>
    NewsTwice,

    /// <summary>A processor's notification comes days late, after later ones.</summary>
    NewsOutOfOrder,

    /// <summary>A process's wall clock jumps ahead.</summary>
    ClockJump,

    /// <summary>A caller hangs up while its request is in progress.</summary>
    HangUp,

    /// <summary>A request is repeated with its key, perhaps while the first is in progress.</summary>
    RequestRepeated,

    /// <summary>A key is used for another body.</summary>
    KeyWithOtherBody,
}
