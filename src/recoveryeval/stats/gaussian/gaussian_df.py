"""From a Gaussian fit to coefficients with Satterthwaite or Kenward-Roger degrees of freedom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.gaussian.gaussian_fit import GaussianFit

Information = Literal["expected", "observed"]


def satterthwaite(
    fit: GaussianFit, *, at_zero: Sequence[int] = (), held: bool = False
) -> Coefficients:
    """Return coefficients whose tests use Satterthwaite's degrees of freedom.

    ``at_zero`` are elements of phi whose variance is estimated at zero; degrees
    of freedom rest on the others. ``held`` says that some of few groups are at
    zero and stay, which the expected information alone can say something of.
    """
    return Coefficients(
        beta=fit.at.beta,
        covariance=fit.at.covariance,
        method="satterthwaite",
        base=fit.at.covariance,
        p_terms=np.einsum("ks,kab->sab", _turn(fit, at_zero, held), fit.at.p_terms),
        w=_spread(fit, at_zero, "observed", held=held),
    )


def kenward_roger(
    fit: GaussianFit,
    information: Information = "expected",
    *,
    at_zero: Sequence[int] = (),
    held: bool = False,
) -> Coefficients:
    """Return coefficients with the adjusted covariance of Kenward and Roger (1997).

    Expected information is the dialect of pbkrtest, observed information that
    of SAS for an unstructured covariance.
    """
    turn, at = _turn(fit, at_zero, held), fit.at
    p_terms = np.einsum("ks,kab->sab", turn, at.p_terms)
    q_terms = np.einsum("ks,lt,klab->stab", turn, turn, at.q_terms, optimize=True)
    w = _spread(fit, at_zero, information, held=held)
    phi = at.covariance
    inner = q_terms - np.einsum("sab,bc,tcd->stad", p_terms, phi, p_terms, optimize=True)
    adjusted = phi + 2 * phi @ np.einsum("st,stab->ab", w, inner) @ phi
    return Coefficients(
        beta=at.beta,
        covariance=(adjusted + adjusted.T) / 2,
        method="kenward-roger",
        base=phi,
        p_terms=p_terms,
        w=w,
    )


def observed_is_usable(fit: GaussianFit, at_zero: Sequence[int] = ()) -> bool:
    """Return whether the observed information can be inverted."""
    return bool(np.linalg.eigvalsh(_observed(fit, at_zero))[0] > 0)


def _turn(fit: GaussianFit, at_zero: Sequence[int], held: bool = False) -> np.ndarray:
    """Return dphi/dfree without what is at zero; variances of levels as such where some are held.

    A variance held at zero has a root whose derivative is nothing there.
    """
    turn = fit.jacobian
    if held:
        ones = np.eye(len(fit.phi))[:, len(fit.phi) - fit.levels :]
        turn = np.hstack([turn[:, : turn.shape[1] - fit.levels], ones])
    return np.delete(turn, _free(fit, at_zero), axis=1)


def _free(fit: GaussianFit, at_zero: Sequence[int]) -> list[int]:
    """Return which free numbers stand for elements of phi at zero: the first, or levels'."""
    return [k if k == 0 else k - len(fit.phi) + len(fit.free) for k in at_zero]


def _observed(fit: GaussianFit, at_zero: Sequence[int]) -> np.ndarray:
    """Return the observed information of the variance parameters, those at zero left out."""
    out = _free(fit, at_zero)
    return np.asarray(np.delete(np.delete(fit.hessian, out, axis=0), out, axis=1))


def _spread(
    fit: GaussianFit, at_zero: Sequence[int], information: Information, *, held: bool
) -> np.ndarray:
    """Return the covariance of the variance parameters; expected where observed is no use."""
    turn = _turn(fit, at_zero, held)
    if information == "observed" and not held and observed_is_usable(fit, at_zero):
        return np.asarray(2 * np.linalg.inv(_observed(fit, at_zero)))
    return np.asarray(2 * np.linalg.inv(turn.T @ fit.at.information @ turn))
