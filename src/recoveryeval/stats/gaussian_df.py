"""From a Gaussian fit to coefficients with Satterthwaite or Kenward-Roger degrees of freedom."""

from __future__ import annotations

from typing import Literal

import numpy as np

from recoveryeval.stats.coefficients import Coefficients
from recoveryeval.stats.gaussian_fit import GaussianFit

Information = Literal["expected", "observed"]


def satterthwaite(fit: GaussianFit) -> Coefficients:
    """Return coefficients whose tests use Satterthwaite's degrees of freedom."""
    return Coefficients(
        beta=fit.at.beta,
        covariance=fit.at.covariance,
        method="satterthwaite",
        base=fit.at.covariance,
        p_terms=np.einsum("ks,kab->sab", fit.jacobian, fit.at.p_terms),
        w=2 * np.linalg.inv(fit.hessian),
    )


def kenward_roger(fit: GaussianFit, information: Information = "expected") -> Coefficients:
    """Return coefficients with the adjusted covariance of Kenward and Roger (1997).

    Expected information is the dialect of pbkrtest, observed information that
    of SAS for an unstructured covariance.
    """
    jacobian, at = fit.jacobian, fit.at
    p_terms = np.einsum("ks,kab->sab", jacobian, at.p_terms)
    q_terms = np.einsum("ks,lt,klab->stab", jacobian, jacobian, at.q_terms, optimize=True)
    expected = jacobian.T @ at.information @ jacobian
    w = 2 * np.linalg.inv(expected if information == "expected" else fit.hessian)
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
