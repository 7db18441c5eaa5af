using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Payments.Handlers.Access;
using Payments.Handlers.Ports;
using Payments.Ledger.Decisions;

namespace Payments.Functions.Settings;

/// <summary>
/// Before the first request, a local service copies its settings into the table; an app that others can reach does not
/// start if the table has any of those, and creates the first signing key. While storage is away, it tries again and
/// the app is not ready. Begins in StartingAsync, after the tables were created.
/// </summary>
/// <param name="local">The settings of a local service; null for any other.</param>
/// <param name="findProcessorProblem">
/// Why an organization can't have the processor of that name; null if it can.
/// </param>
internal sealed partial class CredentialStartup(
    ICredentialStore store,
    CredentialAdministration administration,
    TimeProvider time,
    LocalSettings? local,
    Func<string, string, string?> findProcessorProblem,
    IHostApplicationLifetime app,
    ILogger<CredentialStartup> log) : IHostedLifecycleService, IDependencyCheck, IDisposable
{
    /// <summary>How long the start waits; a healthy storage needs much less.</summary>
    private static readonly TimeSpan StartWait = TimeSpan.FromSeconds(5);

    /// <summary>Between two tries.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private volatile bool _isDone;

    /// <inheritdoc/>
    public string Dependency => "The table of credentials";

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => _isDone
        ? Task.CompletedTask
        : throw new InvalidOperationException("The credentials are not checked yet.");

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_stopping.Token);
        await Task.WhenAny(_running, Task.Delay(StartWait, time, cancellationToken));
        if (_running.IsFaulted) await _running;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!_isDone)
        {
            try
            {
                await (local is null ? RejectLocalAsync(stopping) : CopyAsync(local, stopping));
                _isDone = true;
            }
            catch (StartRejectedException rejection)
            {
                LogRejected(rejection.Message);
                app.StopApplication();
                throw;
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogRetry(fault.Message.Split('\r', '\n')[0]);
                await Task.Delay(RetryPause, time, stopping);
            }
        }
    }

    private async Task RejectLocalAsync(CancellationToken cancellationToken)
    {
        var keys = await store.ListSigningKeysAsync(cancellationToken);
        var found = keys.Where(key => key.IsLocal).Select(key => $"signing key {key.Id}").ToList();
        await foreach (var credential in store.ListCredentialsAsync(cancellationToken))
        {
            if (credential.IsLocal) found.Add(credential.Name.ToId().Value);
        }

        if (found.Count > 0)
        {
            throw new StartRejectedException(
                $"These credentials are of the settings of a local service: {string.Join(", ", found)}. "
                + "A deployed app does not start with them; its tables must not be copied from a local service.");
        }

        await foreach (var organization in store.ListOrganizationsAsync(cancellationToken))
        {
            if (organization.Processor is { Value: var processor }
                && findProcessorProblem(organization.Id.Value, processor) is { } problem)
            {
                throw new StartRejectedException(
                    $"The organization {organization.Id} can't have the processor '{processor}': {problem}.");
            }
        }

        if (keys.IsEmpty) await administration.CreateFirstSigningKeyAsync(cancellationToken);
    }

    /// <summary>
    /// Simultaneous starts write the same, so it does not matter which of them does.
    /// </summary>
    private async Task CopyAsync(LocalSettings settings, CancellationToken cancellationToken)
    {
        await Task.WhenAll(
        [
            .. settings.Organizations.Select(organization => CopyAsync(organization, cancellationToken)),
            .. settings.Credentials.Select(credential => CopyAsync(credential, cancellationToken)),
            CopyAsync(settings.SigningKey, cancellationToken),
        ]);
        var names = settings.Credentials.Select(credential => credential.Name).ToHashSet();
        await foreach (var credential in store.ListCredentialsAsync(cancellationToken))
        {
            // It was removed from the settings.
            if (credential.IsLocal && !credential.Secrets.IsEmpty && !names.Contains(credential.Name))
                await ReplaceAsync(credential with { Secrets = [] }, "removed from the settings", cancellationToken);
        }
    }

    private async Task CopyAsync(Organization wanted, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(wanted.Id, cancellationToken) is not { } stored)
        {
            await administration.TryCreateOrganizationAsync(wanted, cancellationToken);
            return;
        }

        var changed = wanted with
        {
            FingerprintKey = stored.FingerprintKey,
            PreviousFingerprintKeys = stored.PreviousFingerprintKeys,
            Version = stored.Version,
        };
        if (changed == stored) return;
        var details = $"changed in the settings: {AdministrativeChanges.Describe(changed, stored)}";
        await store.TryReplaceAsync(
            changed,
            AdministrativeChanges.Of(changed, ChangeType.Update, time.GetUtcNow(), details),
            cancellationToken);
    }

    /// <summary>
    /// A credential that <c>./run keys</c> rotated or revoked is no longer the one of the settings, and stays so.
    /// </summary>
    private async Task CopyAsync(LocalCredential wanted, CancellationToken cancellationToken)
    {
        var stored = await store.FindAsync(wanted.Name, cancellationToken);
        if (stored is not null && (!stored.IsLocal || stored.RevokedAt is not null || IsSame(stored, wanted))) return;
        var secret = CredentialAdministration.ToValue(wanted.Name.Api, wanted.Secret);
        var credential = new Credential(
            wanted.Name,
            wanted.Organization,
            [new CredentialSecret("settings", secret, time.GetUtcNow())],
            Scopes.All,
            time.GetUtcNow())
        {
            Roles = wanted.Roles,
            Merchant = wanted.Merchant,
            IsLocal = true,
            Version = stored?.Version ?? "",
        };
        if (stored is not null)
        {
            await ReplaceAsync(credential, "changed in the settings", cancellationToken);
            return;
        }

        var details = $"created from the settings: {AdministrativeChanges.Describe(credential)}";
        await store.TryAddAsync(
            credential,
            AdministrativeChanges.Of(credential, ChangeType.Insert, credential.CreatedAt, details),
            cancellationToken);
    }

    private Task<bool> ReplaceAsync(Credential credential, string details, CancellationToken cancellationToken) =>
        store.TryReplaceAsync(
            credential,
            AdministrativeChanges.Of(credential, ChangeType.Update, time.GetUtcNow(), details),
            cancellationToken);

    private async Task CopyAsync(SigningKey wanted, CancellationToken cancellationToken)
    {
        var stored = await store.ListSigningKeysAsync(cancellationToken);
        if (stored.Any(key => key.Id == wanted.Id)) return;
        var now = time.GetUtcNow();
        var added = wanted with { CreatedAt = now };
        await store.TryAddAsync(added, AdministrativeChanges.Of(added, ChangeType.Insert, now), cancellationToken);
        foreach (var old in stored.Where(key => key.RetiredAt is null).Select(key => key with { RetiredAt = now }))
            await store.TryReplaceAsync(old, AdministrativeChanges.Of(old, ChangeType.Update, now), cancellationToken);
    }

    private static bool IsSame(Credential stored, LocalCredential wanted) =>
        stored.Organization == wanted.Organization
        && stored.Roles.SequenceEqual(wanted.Roles)
        && stored.Merchant == wanted.Merchant
        && stored.Secrets is [var secret]
        && secret.Value switch
        {
            SecretValue.Hashed hashed => hashed.Matches(wanted.Secret),
            SecretValue.Readable readable => readable.Text == wanted.Secret,
            _ => false,
        };

    [LoggerMessage(LogLevel.Warning, "The credentials can't be read yet, which is tried again: {Reason}")]
    private partial void LogRetry(string reason);

    [LoggerMessage(LogLevel.Critical, "{Reason}")]
    private partial void LogRejected(string reason);
}

/// <summary>The app must not run with what is in its table.</summary>
internal sealed class StartRejectedException(string message) : Exception(message);
