using Payments.LocalHost.Service;

namespace Payments.LocalHost.Tables;

/// <summary>
/// The Azurite that the services of one state directory share: the first starts it, the last stops it.
/// </summary>
internal sealed class AzuriteLease(StateDirectory state)
{
    private readonly AzuriteFiles _files = new(state.FullPath);
    private AzuriteProcess? _azurite;

    public async Task<AzuriteProcess> TakeAsync(string root, CancellationToken cancellationToken)
    {
        using (await state.LockAsync(cancellationToken))
            return _azurite = await AzuriteProcess.FindAsync(_files, cancellationToken)
                ?? await AzuriteProcess.StartAsync(root, _files, cancellationToken);
    }

    /// <summary>Gives up the claim on the state and, when no other service has one, stops Azurite.</summary>
    public async Task<bool> ReturnAsync(StateClaim claim)
    {
        using (await state.LockAsync(CancellationToken.None))
        {
            claim.Dispose();
            return _azurite is null || state.LiveServices().Count > 0 || await _azurite.StopAsync();
        }
    }

    /// <summary>Stops an Azurite that a killed service has left.</summary>
    public async Task StopOrphanAsync(CancellationToken cancellationToken)
    {
        if (await AzuriteProcess.FindAsync(_files, cancellationToken) is { } orphan && !await orphan.StopAsync())
            throw new InvalidOperationException("The Azurite that still runs on this state does not stop.");
    }
}
