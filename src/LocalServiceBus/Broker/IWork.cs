namespace LocalServiceBus.Broker;

/// <summary>Work that waits for its turn on the store; its outcome is told only when it is committed.</summary>
internal interface IWork
{
    void Run(Transaction transaction);

    void Complete();

    void Fail(Exception exception);
}
